namespace Tocsin.Plugins.PagerDuty;

/// <summary>A link as it is sent for one event.</summary>
internal readonly record struct RenderedLink(string Href, string Text);
