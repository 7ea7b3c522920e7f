"""FAMILY. Swift packages, CocoaPods, Carthage, applications of macOS."""
