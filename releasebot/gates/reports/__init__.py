"""Reports as bytes, lines, JSON and XML, whatever somebody wrote into them."""
