using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>One entry of the section <c>httppost</c>: an address with what it needs, under a name that handlers use.</summary>
[ServiceSettings("httppost", ListKey = "endpoint")]
public sealed record PostEndpoint : ICheckedOptions
{
    /// <summary>The name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The address.</summary>
    public required Uri Url { get; init; }

    /// <summary>Headers of every request.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>User and password; sent when both are given.</summary>
    public BasicAuth BasicAuth { get; init; } = new();

    /// <summary>The body as a text template; empty posts the standard JSON.</summary>
    public string AlertTemplate { get; init; } = "";

    /// <summary>A file with the body's template, which has no function <c>json</c>; not used beside <see cref="AlertTemplate"/>. Read again when the configuration is.</summary>
    public string AlertTemplateFile { get; init; } = "";

    /// <summary>The body of the node <c>httpPost</c> as a text template.</summary>
    public string RowTemplate { get; init; } = "";

    /// <summary>A file with the template for the node <c>httpPost</c>, which has no function <c>json</c>; not used beside <see cref="RowTemplate"/>.</summary>
    public string RowTemplateFile { get; init; } = "";

    /// <summary>The template of the body, and whether it has the function <c>json</c>: those of files never had. Null for the standard JSON.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal (string Text, bool HasJson)? AlertText => TextOf(AlertTemplate, AlertTemplateFile);

    /// <summary>The same of the node <c>httpPost</c>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (string Text, bool HasJson)? RowText => TextOf(RowTemplate, RowTemplateFile);

    /// <summary>Headers that no request can have, and templates that cannot be read; what only some events lack is a matter of each handler.</summary>
    public IEnumerable<OptionProblem> Check()
    {
        foreach (var problem in Headers.Select(header => RequestHeader.Problem(header.Key, header.Value)).OfType<string>())
            yield return new OptionProblem("headers", problem);
        if (Problem("alert-template", AlertTemplate, AlertTemplateFile, PostTemplate.ErrorIn) is { } alert)
            yield return alert;
        if (Problem("row-template", RowTemplate, RowTemplateFile, ErrorInRow) is { } row)
            yield return row;
    }

    private static (string Text, bool HasJson)? TextOf(string inline, string file) =>
        inline.Length > 0 ? (inline, true) : file.Length > 0 ? (RegularFile.ReadText(file), false) : null;

    private static string? ErrorInRow(string name, string text, bool hasJson) => TextTemplate.Parse(name, text, new TemplateOptions { HasJson = hasJson }).Error?.Message;

    private static OptionProblem? Problem(string option, string inline, string file, Func<string, string, bool, string?> errorIn)
    {
        try
        {
            return TextOf(inline, file) is var (text, hasJson) && errorIn(option, text, hasJson) is { } error
                ? new OptionProblem(hasJson ? option : option + "-file", hasJson ? error : $"in {file}: {error}")
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new OptionProblem(option + "-file", $"the template cannot be read: {problem.Message}");
        }
    }
}
