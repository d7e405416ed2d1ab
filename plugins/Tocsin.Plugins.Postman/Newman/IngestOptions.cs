using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.Postman.Newman;

/// <summary>What <c>tocsin ingest postman</c> takes.</summary>
[CommandOptions]
internal sealed record IngestOptions
{
    /// <summary>A JSON export of Newman; its names, numbers, times and failures are sent, and nothing else of it.</summary>
    [CommandOption(IsArgument = true)]
    public required string File { get; init; }

    /// <summary>The source.</summary>
    [CommandOption(ValueName = "ID")]
    public string Source { get; init; } = "postman";

    /// <summary>The name of the environment, when the file does not have it.</summary>
    [CommandOption(ValueName = "NAME")]
    public string Env { get; init; } = "";

    /// <summary>The token that the source wants. User and password may stand in --url.</summary>
    [Secret]
    [CommandOption(ValueName = "TOKEN")]
    public string Bearer { get; init; } = "";

    /// <summary>A header that the source wants; may be given several times.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Header { get; init; } = new Dictionary<string, string>();

    /// <summary>A parameter of the address that the source wants; may be given several times.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();
}
