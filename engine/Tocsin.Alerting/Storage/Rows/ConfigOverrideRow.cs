namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What somebody set over the configuration's file while the server ran, of one element of one section.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Element">The name of its element; empty for a section that is not a list.</param>
/// <param name="OptionsJson">The options that were set, as JSON.</param>
/// <param name="IsAdded">True when the element does not stand in the file.</param>
public sealed record ConfigOverrideRow(string Section, string Element, string OptionsJson, bool IsAdded);
