"""NHS numbers: ten digits of which the last one checks the others."""

LENGTH = 10


def is_nhs_number(text: str) -> bool:
    """Whether the digits of the text are an NHS number, by modulus 11 (NHS Data Dictionary, NHS NUMBER).

    Spaces and hyphens between them do not matter. Ten times the same digit, which programs fill in where
    there is none, is no NHS number.
    """
    digits = [int(sign) for sign in text if sign.isascii() and sign.isdigit()]
    if len(digits) != LENGTH or len(set(digits)) == 1:
        return False
    weighed = sum(digit * (LENGTH - place) for place, digit in enumerate(digits[:-1]))
    return (11 - weighed % 11) % 11 == digits[-1]
