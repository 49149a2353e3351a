"""The OpenAPI document: read, resolved and described."""
