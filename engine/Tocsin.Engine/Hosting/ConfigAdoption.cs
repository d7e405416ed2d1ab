namespace Tocsin.Engine.Hosting;

/// <summary>What came of putting another configuration in force while the engine runs.</summary>
/// <param name="Renewed">Handlers, as <c>topic/handler</c>, and sources, as <c>source ID</c>, that were made anew; what was owed to them still is.</param>
/// <param name="Errors">Those that could not be made, and go on as they were, with the reason.</param>
public sealed record ConfigAdoption(IReadOnlyList<string> Renewed, IReadOnlyList<string> Errors);
