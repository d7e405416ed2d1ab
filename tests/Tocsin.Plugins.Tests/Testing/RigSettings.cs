using Tocsin.Alerting.Configuration;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>How a <see cref="SourceRig"/> differs from the usual one.</summary>
internal sealed record RigSettings
{
    /// <summary>The services that handlers share.</summary>
    public ServiceSections Services { get; init; } = ServiceSections.None;

    /// <summary>Where the engine keeps its state; null keeps it in memory.</summary>
    public string? DataFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What requests of handlers are answered: 200 with <c>{"ok":true,"result":"success","status":"success"}</c> unless said otherwise.</summary>
    public Func<SentRequest, HttpResponseMessage>? Answer { get; init; }
}
