namespace Tocsin.Pipelines.Tasks;

/// <summary>Why a definition was refused.</summary>
public enum DefinitionProblem
{
    /// <summary>The request asks for something that cannot be.</summary>
    Invalid,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The request is fine, but carrying it out failed.</summary>
    Failed,
}
