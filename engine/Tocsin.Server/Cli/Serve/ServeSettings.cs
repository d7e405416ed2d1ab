using System.Net;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Server.Cli.Serve;

/// <summary>What a server is run with, after command line and configuration have been put together.</summary>
internal sealed record ServeSettings
{
    public required IPEndPoint Address { get; init; }

    /// <summary>The HTTP API's options, with what the command line says over the configuration.</summary>
    public required HttpOptions Http { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>The lock of <see cref="DataFolder"/>, taken before anything else.</summary>
    public required DataFolderLock DataFolderLock { get; init; }

    /// <summary>The folder of definitions to load at the start; null for none.</summary>
    public string? LoadFolder { get; init; }

    /// <summary>Where plugins and C# scripts are.</summary>
    public required ExtensionFolders Extensions { get; init; }

    /// <summary>Keeps foreign code from ending the server again and again.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>Handlers that somebody wants to be left alone, by target.</summary>
    public IReadOnlyList<string> Suspended { get; init; } = [];

    public required ConfigFile Config { get; init; }

    /// <summary>The file of <see cref="Config"/>; null when there is none.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Warnings for the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
