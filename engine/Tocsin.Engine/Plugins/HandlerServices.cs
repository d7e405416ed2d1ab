using Tocsin.Engine.Configuration;

namespace Tocsin.Engine.Plugins;

/// <summary>What the constructors of handlers can be given besides their options.</summary>
public sealed record HandlerServices
{
    /// <summary>The configured services.</summary>
    public ServiceSections Sections { get; init; } = ServiceSections.None;

    /// <summary>One client for all: it pools its connections and has no deadline of its own.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The same for handlers that were told to take any certificate.</summary>
    internal HttpClient UnverifiedHttp => HandlerHttp.Unverified;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Parts of the engine that only built-in handlers may ask for; null when there are none.</summary>
    public IServiceProvider? Engine { get; init; }
}
