"""The door without a network: an app that opens from the device's own cache, and keeps every scan until it is answered.

The page's script does the work (`static/js/door`); here is what the server gives it: the service worker with the
list of files that the door is made of, a manifest to install it by, the page as a device may keep it (nobody's
name is in it), and news: the time, the secret of the forms, the figures.
"""
