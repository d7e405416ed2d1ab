using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Dsl.Templates.Texts;

/// <summary>Either a template or the reason why there is none.</summary>
public sealed class TemplateParseResult
{
    internal TemplateParseResult(TextTemplate? template, TemplateProblem? error, IReadOnlyList<TemplateProblem> warnings)
    {
        Template = template;
        Error = error;
        Warnings = warnings;
    }

    [MemberNotNullWhen(true, nameof(Template))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Error is null;

    public TextTemplate? Template { get; }

    public TemplateProblem? Error { get; }

    /// <summary>Things that will fail, or never be true, when the template is rendered.</summary>
    public IReadOnlyList<TemplateProblem> Warnings { get; }
}
