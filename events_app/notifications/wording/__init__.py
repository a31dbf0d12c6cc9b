"""Words of messages: what comes with the product, what an organisation says instead, and how it is checked."""
