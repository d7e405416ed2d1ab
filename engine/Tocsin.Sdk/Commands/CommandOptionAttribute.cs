namespace Tocsin.Sdk.Commands;

/// <summary>Says more of one option of a command.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandOptionAttribute : Attribute
{
    /// <summary>
    /// True for a word that stands by its place, without a name: <c>tocsin ingest postman report.json</c>. Several are given in the order
    /// they are declared; those that are not <c>required</c> may be left out, and a list of texts takes all that follow.
    /// </summary>
    public bool IsArgument { get; init; }

    /// <summary>What the help calls the value, such as <c>FILE</c>. Empty, the default: nothing.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>The environment variable that is read when the option is not given, such as <c>VICTOROPS_API_ID</c>. Empty, the default: none.</summary>
    public string Variable { get; init; } = "";
}
