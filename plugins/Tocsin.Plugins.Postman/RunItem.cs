namespace Tocsin.Plugins.Postman;

/// <summary>A request of a collection.</summary>
internal readonly record struct RunItem(string Id, string Name);
