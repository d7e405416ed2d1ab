using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>
/// Creates, acknowledges, resolves and reroutes incidents through the public API of VictorOps (Splunk On-Call). Remembers nothing: which
/// incident belongs to an alert is asked of VictorOps each time, so that restarts and repeated attempts make no second one.
/// </summary>
[AlertHandler("victorops-incident", Property = "victorOpsIncident", System = "victorops")]
internal sealed class IncidentHandler : IAlertHandler
{
    private static readonly Delivery NoTargets = Delivery.Refused(
        "VictorOps: nobody to page: name 'policies', 'teams' or 'users' in the handler or in the section 'victorops-incident' of the server's configuration");

    // VictorOps lets its policies be asked for more seldom than anything else.
    private static readonly TimeSpan PoliciesAreKept = TimeSpan.FromMinutes(10);

    private readonly IncidentOptions _options;
    private readonly IncidentApi _api;
    private readonly TimeProvider _time;
    private readonly IncidentText _text;
    private readonly string _user;
    private readonly IReadOnlyList<string> _teams;
    private readonly IReadOnlyList<IncidentTarget> _named;
    private KnownTargets? _known;

    public IncidentHandler(IncidentOptions options, IncidentSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _time = time;
        _api = new IncidentApi(settings, http, time);
        _text = new IncidentText(options, context);
        _user = options.UserName.Length == 0 ? settings.UserName : options.UserName;
        var namesTargets = options.Users.Count + options.Teams.Count + options.Policies.Count > 0;
        if (namesTargets && options.TeamsFile.Length > 0 && TeamsFile.TryRead(options.TeamsFile, out var file, out _))
        {
            (_teams, _named) = ([], [.. file.TargetsOf(options).Distinct()]);
            return;
        }

        _teams = namesTargets ? options.Teams : settings.Teams;
        _named =
        [
            .. (namesTargets ? options.Policies : settings.Policies).Select(IncidentTarget.Policy),
            .. (namesTargets ? options.Users : settings.Users).Select(IncidentTarget.User),
        ];
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var action = alert.Level == AlertLevel.Ok ? _options.OnRecovery : _options.OnProblem;
        if (action == IncidentAction.None)
            return ValueTask.FromResult(Delivery.Done);
        if (action is IncidentAction.Create or IncidentAction.Reroute && _teams.Count + _named.Count == 0)
            return ValueTask.FromResult(NoTargets);

        return _api.FindAsync(alert.Id, open => ActAsync(action, open, alert, cancellationToken), cancellationToken);
    }

    private ValueTask<Delivery> ActAsync(IncidentAction action, Incident? open, AlertEvent alert, CancellationToken cancellationToken) => (action, open) switch
    {
        (IncidentAction.Create, null) => WithTargetsAsync(targets => _api.CreateAsync(
            IncidentRequests.Create(_text.SummaryOf(alert), _text.DetailsOf(alert), _user, targets, _options.MultiResponder), cancellationToken), cancellationToken),
        (IncidentAction.Create, _) => ValueTask.FromResult(Told($"incident {open.Number} is open already") with { Incident = IncidentApi.Reference(open.Number) }),
        (_, null) => ValueTask.FromResult(Told("there is no open incident of this alert")),
        (IncidentAction.Reroute, _) => WithTargetsAsync(
            targets => _api.RerouteAsync(IncidentRequests.Reroute(open.Number, _user, targets), cancellationToken), cancellationToken),
        (IncidentAction.Acknowledge, { IsAcknowledged: true }) => ValueTask.FromResult(Told($"incident {open.Number} is acknowledged already")),
        _ => ChangeAsync(action, open, alert, cancellationToken),
    };

    private ValueTask<Delivery> ChangeAsync(IncidentAction action, Incident open, AlertEvent alert, CancellationToken cancellationToken)
    {
        var (verb, done) = action == IncidentAction.Acknowledge ? ("ack", "acknowledged") : ("resolve", "resolved");
        var body = IncidentRequests.Change(open.Number, _user, LimitedText.Cut(alert.Message, Limits.StateMessage));

        // A person may have been faster: what counts is how the incident stands.
        return _api.ChangeAsync(verb, body, reason => _api.FindAsync(alert.Id, now => ValueTask.FromResult(
            now is null || now.Number != open.Number || (action == IncidentAction.Acknowledge && now.IsAcknowledged)
                ? Told($"incident {open.Number} was {done} meanwhile")
                : Delivery.Refused($"VictorOps does not let incident {open.Number} be {done}: {reason}")), cancellationToken), cancellationToken);
    }

    private ValueTask<Delivery> WithTargetsAsync(Func<IReadOnlyList<IncidentTarget>, ValueTask<Delivery>> next, CancellationToken cancellationToken)
    {
        if (_teams.Count == 0)
            return next(_named);
        if (_known is { } known && _time.GetUtcNow() < known.Until)
            return next(known.Targets);

        return _api.PoliciesOfAsync(_teams, policies =>
        {
            var targets = new KnownTargets([.. policies.Concat(_named).Distinct()], _time.GetUtcNow() + PoliciesAreKept);
            _known = targets;
            return next(targets.Targets);
        }, cancellationToken);
    }

    private static Delivery Told(string what) => Delivery.Done with { Reply = what };

    private sealed record KnownTargets(IReadOnlyList<IncidentTarget> Targets, DateTimeOffset Until);
}
