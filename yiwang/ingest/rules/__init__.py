"""From observations to signals. Pure: rules, values and the watermark are arguments."""
