using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>An option that is a template over the event at hand.</summary>
internal sealed class OptionTemplate : EventTemplate
{
    /// <summary>What such templates may use.</summary>
    public static readonly TemplateOptions Options = new() { Shape = OptionTemplateData.Layout };

    private readonly TextTemplate _template;

    private OptionTemplate(TextTemplate template) => _template = template;

    public override string Text => _template.Text;

    /// <summary>Parses what was configured.</summary>
    /// <param name="name">What errors call the template.</param>
    public static bool TryParse(string name, string text, [NotNullWhen(true)] out OptionTemplate? template, [NotNullWhen(false)] out string? error)
    {
        var result = TextTemplate.Parse(name, text, Options);
        template = result.IsValid ? new OptionTemplate(result.Template) : null;
        error = result.Error?.Message;
        return result.IsValid;
    }

    public override bool TryRender(AlertEvent alert, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error) =>
        _template.TryRender(new OptionTemplateData(alert), out text, out error);
}
