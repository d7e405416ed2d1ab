namespace Tocsin.Engine.Plugins;

/// <summary>What became of one plugin folder.</summary>
public sealed record PluginLoad
{
    /// <summary>The name of the folder.</summary>
    public required string Id { get; init; }

    public required string Folder { get; init; }

    /// <summary>The plugin's assembly and version, <c>Name 1.2.3</c>; empty when it could not be read.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The kinds of handlers it brings; empty when it could not be loaded.</summary>
    public IReadOnlyList<HandlerKind> Kinds { get; init; } = [];

    /// <summary>What is wrong and the way out, one sentence each; a plugin with errors may still bring some of its kinds.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
