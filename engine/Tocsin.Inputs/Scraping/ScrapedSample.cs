namespace Tocsin.Inputs.Scraping;

/// <summary>One sample of an answer.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">In the order they were written.</param>
/// <param name="Value">May be no number.</param>
/// <param name="Milliseconds">When it was taken; null when the answer does not say.</param>
internal readonly record struct ScrapedSample(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value, long? Milliseconds);
