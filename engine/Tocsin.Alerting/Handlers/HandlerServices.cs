using Tocsin.Alerting.Configuration;

namespace Tocsin.Alerting.Handlers;

/// <summary>What the constructors of handlers can be given besides their options.</summary>
public sealed record HandlerServices
{
    /// <summary>The configured services. All copies of these services see a change.</summary>
    public ServiceSections Sections
    {
        get => LiveSections.Current;
        init => LiveSections = new LiveSetting<ServiceSections>(value);
    }

    public LiveSetting<ServiceSections> LiveSections { get; private init; } = new(ServiceSections.None);

    /// <summary>
    /// The client of the engine: it pools its connections and has no deadline of its own. Handlers are given
    /// <see cref="HandlerHttp.SeparateOf">clients of their own</see>.
    /// </summary>
    public required HttpClient Http { get; init; }

    /// <summary>The same for handlers that were told to take any certificate.</summary>
    public HttpClient UnverifiedHttp
    {
        get => field ?? Clients.Unverified;
        init;
    }

    /// <summary>The same for handlers whose service has certificates of its own; fails with an <see cref="InvalidOperationException"/> when a file cannot be used.</summary>
    public Func<HandlerTls, HttpClient> HttpFor
    {
        get => field ?? Clients.For;
        init;
    }

    /// <summary>Makes such clients, and says which addresses nothing is sent to.</summary>
    public OutgoingClients Clients { get; init; } = OutgoingClients.Default;

    /// <summary>Answers <c>${env:NAME}</c>; null when it is not set. Default: the environment of the process.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>Makes handlers that run in processes of their own; null where there are none.</summary>
    public IsolationHost? Isolation { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What the bodies of the handler <c>post</c> may take.</summary>
    public PostLimits PostLimits { get; init; } = new();

    /// <summary>May put another handler around each that is made; null leaves them as they are.</summary>
    public HandlerWrapper? Wrap { get; init; }

    /// <summary>Parts of the engine that only built-in handlers may ask for; null when there are none.</summary>
    public IServiceProvider? Engine { get; init; }
}
