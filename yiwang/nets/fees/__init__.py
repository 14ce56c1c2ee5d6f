"""缴费与寄送: the fee of a case and the parcel with its result, each with states of its own."""
