namespace Tocsin.Alerting.Definitions;

/// <summary>Whose fault it is that a handler was refused.</summary>
public enum HandlerErrorKind
{
    /// <summary>The definition lacks something or has a bad name.</summary>
    Invalid,

    /// <summary>There is no handler with this id.</summary>
    Unknown,

    /// <summary>The handler could not be made of its definition: kind, options, match or id.</summary>
    Failed,
}
