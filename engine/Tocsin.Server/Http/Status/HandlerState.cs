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

    /// <summary>The other side counts as dead and is only probed.</summary>
    Down,

    /// <summary>The last attempt failed and is made again.</summary>
    Failing,

    Ok,
}
