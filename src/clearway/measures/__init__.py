"""What each measure is: the definition sheets, and how they answer what a change package asks for."""
