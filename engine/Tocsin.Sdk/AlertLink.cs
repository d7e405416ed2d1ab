namespace Tocsin.Sdk;

/// <summary>A link for people that belongs to an alert.</summary>
/// <param name="Text">What it leads to; empty shows the address.</param>
/// <param name="Href">The address, absolute.</param>
public sealed record AlertLink(string Text, string Href);
