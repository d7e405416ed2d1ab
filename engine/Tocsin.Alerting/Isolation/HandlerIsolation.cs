namespace Tocsin.Alerting.Isolation;

/// <summary>Where the calls of a handler run.</summary>
public enum HandlerIsolation
{
    /// <summary>In the server, unless the configuration says otherwise for all of its plugin or for all scripts.</summary>
    None,

    /// <summary>In a process of their own, which may die and be ended without harm to anything else.</summary>
    Process,
}
