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

    /// <summary>As much is under way as may be: another time it may work.</summary>
    Busy,

    /// <summary>There is as much as may be kept.</summary>
    Full,

    /// <summary>Nothing could be made of it here, or carrying it out failed.</summary>
    Failed,
}
