using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>
/// Renders id, message and details. A text that fails is counted and logged and the default stands in for it: an event is never held back
/// by its wording.
/// </summary>
internal sealed class AlertTexts
{
    public const string DefaultId = "{{ .Name }}:{{ .Group }}";
    public const string DefaultMessage = "{{ .ID }} is {{ .Level }}";
    public const string DefaultDetails = "{{ json . }}";

    private static readonly TextTemplate FallbackId = TextTemplate.Parse("id", DefaultId, AlertShapes.IdOptions).Template!; // Constant and tested.
    private static readonly TextTemplate FallbackMessage = TextTemplate.Parse("message", DefaultMessage, AlertShapes.MessageOptions).Template!;
    private static readonly TextTemplate FallbackDetails = TextTemplate.Parse("details", DefaultDetails, AlertShapes.DetailsOptions).Template!;

    private readonly AlertProcessor _owner;
    private readonly TemplateBudget _budget;
    private readonly TextTemplate _id;
    private readonly TextTemplate _message;
    private readonly TextTemplate _details;
    private bool _hasLoggedDetails;

    /// <exception cref="TaskStartException">A text is not a template.</exception>
    public AlertTexts(AlertNode node, AlertProcessor owner, TemplateBudget budget, IBranchWatch? watch)
    {
        _owner = owner;
        _budget = budget;
        _id = Parse("id", node.Id, AlertShapes.IdOptions with { Watch = node.Id == DefaultId ? null : watch });
        _message = Parse("message", node.Message, AlertShapes.MessageOptions with { Watch = node.Message == DefaultMessage ? null : watch });
        _details = Parse("details", node.Details, AlertShapes.DetailsOptions with { Watch = node.Details == DefaultDetails ? null : watch });
        HasWrittenDetails = node.Details != DefaultDetails;
    }

    /// <summary>Whether the script has details of its own.</summary>
    public bool HasWrittenDetails { get; }

    public string Id(AlertTemplateData data) => Render(_id, FallbackId, data);

    /// <summary>The id that an event would have: a failure is not yet one, the event itself will tell.</summary>
    public string ExpectedId(AlertTemplateData data) =>
        _id.TryRender(data, _budget, out var text, out _) || FallbackId.TryRender(data, _budget, out text, out _) ? text : "";

    public string Message(AlertTemplateData data) => Render(_message, FallbackMessage, data);

    public string Details(AlertTemplateData data)
    {
        if (_details.KnownFailure is not { } failure || !_details.TryRenderAsPlainText(data, _budget, out var text, out _))
            return Render(_details, FallbackDetails, data);

        // HTML that does not close what it opens cannot be escaped part by part: it is escaped as a whole.
        _owner.FailQuietly();
        if (!_hasLoggedDetails)
            _owner.LogOnly("details are sent as plain text", failure);
        _hasLoggedDetails = true;
        return text;
    }

    /// <summary>The property and the text of each of a node's templates, with what it may use.</summary>
    public static IEnumerable<(string Property, string Text, TemplateOptions Options)> Of(AlertNode node) =>
    [
        ("id", node.Id, AlertShapes.IdOptions),
        ("message", node.Message, AlertShapes.MessageOptions),
        ("details", node.Details, AlertShapes.DetailsOptions),
        ("closeMessage", node.CloseMessage, AlertClosing.TextOptions),
    ];

    private string Render(TextTemplate template, TextTemplate fallback, AlertTemplateData data)
    {
        if (template.TryRender(data, _budget, out var text, out var error))
            return text;

        _owner.Fail($"cannot render {template.Name}, the default is sent", error);
        return fallback.TryRender(data, _budget, out text, out error) ? text : error;
    }

    // The node was checked: a script with a text that is not a template was refused.
    private static TextTemplate Parse(string name, string text, TemplateOptions options) =>
        TextTemplate.Parse(name, text, options).Template ?? throw new TaskStartException($"the {name} isn't a template");
}
