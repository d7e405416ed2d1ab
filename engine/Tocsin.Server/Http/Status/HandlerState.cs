namespace Tocsin.Server.Http.Status;

/// <summary>How a handler is; the worst first.</summary>
internal enum HandlerState
{
    /// <summary>No attempts are made, such as while its plugin is gone: what is owed waits.</summary>
    Suspended,

    /// <summary>Its definition cannot be carried out.</summary>
    Broken,

    /// <summary>Something is owed and no attempt is made, for no reason that is known; or what is owed cannot be found in storage.</summary>
    Stuck,

    /// <summary>Its match expression fails for every event: it gets none.</summary>
    Unmatched,

    /// <summary>The other side counts as dead and is only probed.</summary>
    Down,

    /// <summary>The last attempt failed and is made again.</summary>
    Failing,

    /// <summary>Nothing has been delivered since something was refused.</summary>
    Refused,

    /// <summary>What it is handed next cannot be delivered, such as while its service is off; or it publishes to nobody.</summary>
    Undeliverable,

    Ok,
}
