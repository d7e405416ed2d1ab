using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>
/// Decides for each group which level its data has, sends an event to handlers and a topic when that matters, and passes on the data that
/// did. Without <see cref="StateChangesOnly"/> every point that is not OK is an event, and so is the first that is OK again.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|alert().crit(lambda: "usage_idle" &lt; 10).victorOps().routingKey('team_rocket')</code></example>
[Node("alert")]
public sealed class AlertNode : ProcessingNode, IHandlerHost
{
    private readonly List<HandlerUse> _handlers = [];
    private readonly List<Inhibition> _inhibitions = [];

    /// <summary>When data is INFO. Default: never.</summary>
    public LambdaExpression? Info { get; set; }

    /// <summary>When data is WARNING. Default: never.</summary>
    public LambdaExpression? Warn { get; set; }

    /// <summary>When data is CRITICAL. Default: never. The highest level whose condition holds counts.</summary>
    public LambdaExpression? Crit { get; set; }

    /// <summary>When INFO may be left for a lower level. Default: whenever its condition does not hold.</summary>
    public LambdaExpression? InfoReset { get; set; }

    /// <summary>When WARNING may be left for a lower level. Default: whenever its condition does not hold.</summary>
    public LambdaExpression? WarnReset { get; set; }

    /// <summary>When CRITICAL may be left for a lower level. Default: whenever its condition does not hold.</summary>
    public LambdaExpression? CritReset { get; set; }

    /// <summary>Template of the alert's id. Default: <c>{{ .Name }}:{{ .Group }}</c>.</summary>
    public string Id { get; set; } = AlertTexts.DefaultId;

    /// <summary>Template of the message. Default: <c>{{ .ID }} is {{ .Level }}</c>.</summary>
    public string Message { get; set; } = AlertTexts.DefaultMessage;

    /// <summary>Template of the details, HTML. Default: all there is to know, as JSON.</summary>
    public string Details { get; set; } = AlertTexts.DefaultDetails;

    /// <summary>
    /// Template of what is said when the alert is closed because its data stays away, over the alert's last event: <c>.ID</c>,
    /// <c>.Level</c>, <c>.Message</c>, <c>.Name</c>, <c>.TaskName</c>, <c>.Group</c>, <c>.Tags</c>, <c>.Fields</c>, <c>.Time</c>,
    /// <c>.Duration</c>. Default: that it is closed, after how long without data, and which level it had.
    /// </summary>
    public string CloseMessage { get; set; } = "";

    /// <summary>The topic that events go to, beside the handlers of the node itself. Empty, the default, for none.</summary>
    public string Topic { get; set; } = "";

    /// <summary>A name by which other alerts can inhibit this one. Empty, the default, for none.</summary>
    public string Category { get; set; } = "";

    /// <summary>Levels remembered to find flapping. Default 21, at least 2.</summary>
    public long History { get; set; } = 21;

    /// <summary>Name of a tag that takes the level. Empty, the default, adds none.</summary>
    public string LevelTag { get; set; } = "";

    /// <summary>Name of a field that takes the level. Empty, the default, adds none.</summary>
    public string LevelField { get; set; } = "";

    /// <summary>Name of a field that takes the message. Empty, the default, adds none.</summary>
    public string MessageField { get; set; } = "";

    /// <summary>Name of an integer field that takes the duration in nanoseconds. Empty, the default, adds none.</summary>
    public string DurationField { get; set; } = "";

    /// <summary>Name of a tag that takes the id. Empty, the default, adds none.</summary>
    public string IdTag { get; set; } = "";

    /// <summary>Name of a field that takes the id. Empty, the default, adds none.</summary>
    public string IdField { get; set; } = "";

    /// <summary>True when a batch has the level of its best point, not of its worst.</summary>
    [NotInScript]
    public bool IsForAllPoints { get; private set; }

    [NotInScript]
    public bool OmitsRecoveries { get; private set; }

    [NotInScript]
    public bool IsForStateChangesOnly { get; private set; }

    /// <summary>With state changes only: a level that lasts is sent again after this much data time. Zero for never.</summary>
    [NotInScript]
    public Duration LongestSilence { get; private set; }

    /// <summary>After how long without data an open alert is closed; null for what is configured, zero for never.</summary>
    [NotInScript]
    public Duration? LongestAbsence { get; private set; }

    /// <summary>Null for all alerts that are not those of a deadman.</summary>
    [NotInScript]
    public DeadmanPart? Deadman { get; init; }

    /// <summary>For a deadman: after how long without data what it watches is reported as blind; null for what is configured, zero for never.</summary>
    [NotInScript]
    public Duration? BlindAfter { get; private set; }

    [NotInScript]
    public FlapThresholds? FlapThresholds { get; private set; }

    /// <summary>What the alert inhibits while it is not OK.</summary>
    [NotInScript]
    public IReadOnlyList<Inhibition> Inhibitions => _inhibitions;

    /// <summary>What the ids are made of, when they go to a topic; empty where data decides.</summary>
    [NotInScript]
    internal string IdKey { get; private set; } = "";

    /// <summary>True when the id of each task is another one.</summary>
    [NotInScript]
    internal bool NamesTaskInId { get; private set; }

    /// <summary>The node's own handlers.</summary>
    [NotInScript]
    public IReadOnlyList<HandlerUse> Handlers => _handlers;

    /// <summary>Gives a batch the lowest level among its points.</summary>
    [ScriptMethod]
    public void All() => IsForAllPoints = true;

    /// <summary>
    /// Closes the alert when no point of its group has come for a time, by the clock on the wall and over restarts of the server, and notifies
    /// those who were notified of it. Nothing is passed down. Default: <c>alerts.close-silent-after</c> of the configuration, never if that is not set.
    /// </summary>
    /// <param name="after">Without data; <c>0s</c> for never.</param>
    [ScriptMethod]
    public void CloseWhenSilent(Duration after) => LongestAbsence = after;

    /// <summary>
    /// Of a deadman only: calls no group dead while nothing at all comes of the measurement, or of the database, that it watches. After the time
    /// given one alert says so, in the topic <c>deadman.blind-topic</c> of the configuration; without a handler there, nothing is held. A group is then called
    /// dead one interval later than else, when it is known that others still send. Default: <c>deadman.blind-after</c> of the configuration, never if that is not set.
    /// </summary>
    /// <param name="after">Without data; <c>0s</c> for never.</param>
    [ScriptMethod]
    public void HoldWhenBlind(Duration after) => BlindAfter = after;

    /// <summary>Sends nothing when the alert is OK again. Topics know of it all the same: the next problem is a new one.</summary>
    [ScriptMethod]
    public void NoRecoveries() => OmitsRecoveries = true;

    /// <summary>Sends an event when the level changes, and again when it lasts longer, in data time, than the silence given.</summary>
    /// <param name="longestSilence">In data time. Without it, or with two, only changes are sent.</param>
    [ScriptMethod]
    public void StateChangesOnly(params Duration[] longestSilence)
    {
        IsForStateChangesOnly = true;
        LongestSilence = longestSilence.Length == 1 ? longestSilence[0] : Duration.Zero;
    }

    /// <summary>Sends nothing while the level changes too often: from a share of changes above <paramref name="high"/> until below <paramref name="low"/>.</summary>
    [ScriptMethod]
    public void Flapping(double low, double high) => FlapThresholds = new FlapThresholds(low, high);

    /// <summary>While this alert is not OK, alerts of a category with the same values of some tags are not sent.</summary>
    [ScriptMethod]
    public void Inhibit(string category, params string[] tags) => _inhibitions.Add(new Inhibition(category, tags));

    // A text that stands in reads nothing.
    [NotInScript]
    public override bool IsFollowedWithStandIns => true;

    void IHandlerHost.Add(HandlerUse handler) => _handlers.Add(handler);

    public override void Validate(NodeProblems problems) => AlertChecks.Validate(this, problems);

    internal override void CheckServer(ServerCheck check) => AlertReach.Check(this, check);

    public override KnownData Follow(NodeFlow flow)
    {
        AlertChecks.Follow(this, flow);
        (string Name, ValueKind Kind)[] fields = [(LevelField, ValueKind.String), (MessageField, ValueKind.String), (DurationField, ValueKind.Integer), (IdField, ValueKind.String)];
        return flow.Input.WithFields(fields.Where(field => field.Name.Length > 0).Select(field => KeyValuePair.Create(field.Name, field.Kind))) with
        {
            Tags = flow.Input.Tags.With(new[] { LevelTag, IdTag }.Where(name => name.Length > 0)),
        };
    }

    public override Processor CreateProcessor(NodeContext context) => new AlertProcessor(this, context);

    /// <summary>Notes what the ids are made of.</summary>
    /// <param name="id">The template of the id.</param>
    /// <param name="data">What is known of the data that comes.</param>
    internal void Identify(TextTemplate id, KnownData data)
    {
        if (Topic.Length > 0)
            (IdKey, NamesTaskInId) = (AlertIdentity.KeyOf(id, data), id.ReadsAllOf("TaskName"));
    }

    /// <summary>The condition of a level, or null.</summary>
    internal LambdaExpression? ConditionOf(AlertLevel level) => level switch
    {
        AlertLevel.Info => Info,
        AlertLevel.Warning => Warn,
        AlertLevel.Critical => Crit,
        _ => null,
    };

    /// <summary>The reset condition of a level, or null.</summary>
    internal LambdaExpression? ResetOf(AlertLevel level) => level switch
    {
        AlertLevel.Info => InfoReset,
        AlertLevel.Warning => WarnReset,
        AlertLevel.Critical => CritReset,
        _ => null,
    };
}
