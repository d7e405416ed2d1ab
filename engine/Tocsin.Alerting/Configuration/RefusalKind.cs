namespace Tocsin.Alerting.Configuration;

/// <summary>Why a definition was refused.</summary>
public enum RefusalKind
{
    /// <summary>It asks for something that cannot be.</summary>
    Invalid,

    /// <summary>The thing it names does not exist.</summary>
    NotFound,

    /// <summary>What it changes is not any more what its sender saw.</summary>
    Outdated,

    /// <summary>Nothing could be made of it here, or carrying it out failed.</summary>
    Failed,
}
