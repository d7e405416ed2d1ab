using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.VictorOps.Teams;

/// <summary>What <c>tocsin victorops teams import</c> takes.</summary>
[CommandOptions]
internal sealed record TeamsImportOptions : ICheckedOptions
{
    public const string IdVariable = "VICTOROPS_API_ID";
    public const string KeyVariable = "VICTOROPS_PUBLIC_API_KEY";

    /// <summary>The file; - for the terminal.</summary>
    [CommandOption(ValueName = "FILE")]
    public string Out { get; init; } = "teams.yaml";

    /// <summary>The API id.</summary>
    [CommandOption(ValueName = "ID", Variable = IdVariable)]
    public string ApiId { get; init; } = "";

    /// <summary>The API key; other users of the computer can see it among the running programs.</summary>
    [Secret]
    [CommandOption(ValueName = "KEY", Variable = KeyVariable)]
    public string ApiKey { get; init; } = "";

    /// <summary>The public API up to the version.</summary>
    [CommandOption(ValueName = "URL")]
    public Uri Api { get; init; } = new("https://api.victorops.com/api-public");

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (value, variable, option) in new[] { (ApiId, IdVariable, "--api-id"), (ApiKey, KeyVariable, "--api-key") })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return new OptionProblem("", $"set {variable}, or give {option}; VictorOps shows both under Integrations > API");
                yield break;
            }
        }
    }
}
