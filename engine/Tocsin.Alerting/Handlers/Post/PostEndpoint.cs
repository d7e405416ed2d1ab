using Tocsin.Alerting.Configuration;
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

    /// <summary>A file with the body's template; not used beside <see cref="AlertTemplate"/>.</summary>
    public string AlertTemplateFile { get; init; } = "";

    /// <summary>The body of the node <c>httpPost</c> as a text template.</summary>
    public string RowTemplate { get; init; } = "";

    /// <summary>A file with the template for the node <c>httpPost</c>.</summary>
    public string RowTemplateFile { get; init; } = "";

    /// <summary>Headers that no request can have, and templates that cannot be read; what only some events lack is a matter of each handler.</summary>
    public IEnumerable<OptionProblem> Check()
    {
        foreach (var problem in Headers.Select(header => RequestHeader.Problem(header.Key, header.Value)).OfType<string>())
            yield return new OptionProblem("headers", problem);
        if (PostTemplate.ErrorIn("alert-template", AlertTemplate) is { } alert)
            yield return new OptionProblem("alert-template", alert);
        if (TextTemplate.Parse("row-template", RowTemplate, new TemplateOptions { HasJson = true }).Error is { } row)
            yield return new OptionProblem("row-template", row.Message);
    }
}
