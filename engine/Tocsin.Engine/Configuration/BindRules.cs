namespace Tocsin.Engine.Configuration;

/// <summary>How strictly values are bound and what messages call their owner.</summary>
/// <param name="Owner">What the options belong to, as messages begin: <c>handler kind 'post'</c>, <c>section 'http'</c>; may be empty.</param>
/// <param name="TakesDurationText">True where durations may be texts such as <c>10s</c>; else only whole nanoseconds.</param>
/// <param name="IgnoresMissing">True while the options are still being gathered.</param>
internal sealed record BindRules(string Owner, bool TakesDurationText = false, bool IgnoresMissing = false);
