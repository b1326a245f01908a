"""Documents of the Government and the Riksdag: taken in, joined, and matched with matters."""
