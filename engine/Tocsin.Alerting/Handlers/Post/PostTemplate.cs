using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>A text of the <c>post</c> handler that is filled in for each event. Never changes; safe for any thread.</summary>
internal sealed class PostTemplate
{
    private readonly TextTemplate _template;

    private PostTemplate(TextTemplate template) => _template = template;

    /// <summary>What is wrong with a text as a template; null when nothing is.</summary>
    /// <param name="hasJson">False for the text of a file.</param>
    public static string? ErrorIn(string name, string text, bool hasJson = true) => Parse(name, text, hasJson).Error?.Message;

    /// <summary>What makes a text fail for every event, such as a name that no event has.</summary>
    public static IEnumerable<string> WarningsOf(string name, string text, bool hasJson = true) => Parse(name, text, hasJson).Warnings.Select(warning => warning.Message);

    /// <summary>The address as a template; null when it has no parts to fill in.</summary>
    /// <exception cref="FormatException">The text is not a template.</exception>
    public static PostTemplate? OfAddress(string url) => url.Contains("{{", StringComparison.Ordinal) ? Of("url", url, hasJson: true) : null;

    /// <summary>The body that options and endpoint ask for; null for the standard JSON.</summary>
    /// <exception cref="FormatException">The text is not a template.</exception>
    public static PostTemplate? OfBody(PostOptions options, PostEndpoint? endpoint)
    {
        if (options.AlertTemplate.Length > 0)
            return Of("alert-template", options.AlertTemplate, hasJson: true);
        return endpoint?.AlertText is var (text, hasJson) ? Of($"httppost endpoint '{endpoint.Endpoint}'", text, hasJson) : null;
    }

    public bool TryRender(AlertEvent alert, PostLimits limits, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error) =>
        _template.TryRender(new OptionTemplateData(alert), limits.NewBudget(), out text, out error);

    private static PostTemplate Of(string name, string text, bool hasJson)
    {
        var result = Parse(name == "url" ? name : "alert-template", text, hasJson);
        return result.Template is { } template ? new PostTemplate(template) : throw new FormatException($"{name}: {result.Error?.Message}");
    }

    private static TemplateParseResult Parse(string name, string text, bool hasJson) =>
        TextTemplate.Parse(name, text, new TemplateOptions { Shape = OptionTemplateData.Layout, HasJson = hasJson, IsAddress = name == "url" });
}
