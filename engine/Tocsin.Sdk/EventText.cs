namespace Tocsin.Sdk;

/// <summary>An option's text for one event.</summary>
/// <param name="Text">The text; empty when nothing was said, or nothing that could be used.</param>
/// <param name="Problem">Why what was said first is not used, to be reported when the alert is refused for it; empty when nothing is wrong.</param>
public readonly record struct EventText(string Text, string Problem);
