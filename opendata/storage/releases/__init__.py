"""What belongs to publishing and is private: rules of publishers, set times, links to previews."""
