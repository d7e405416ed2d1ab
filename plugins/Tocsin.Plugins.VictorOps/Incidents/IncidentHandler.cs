using System.Globalization;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>
/// Creates, acknowledges, resolves and reroutes incidents through the public API of VictorOps (Splunk On-Call). Which incident belongs to an
/// alert is asked of VictorOps each time, so that restarts and repeated attempts make no second one; handlers of one alert take turns.
/// </summary>
[AlertHandler("victorops-incident", Property = "victorOpsIncident", System = VictorOpsSystem.Name)]
internal sealed class IncidentHandler : IAlertHandler
{
    private static readonly Delivery NoTargets = Delivery.Refused(
        "VictorOps: nobody to page: name 'policies', 'teams' or 'users' in the handler or in the section 'victorops-incident' of the server's configuration");

    private static readonly AlertTurns Turns = new();

    private readonly IncidentOptions _options;
    private readonly HandlerContext _context;
    private readonly IncidentApi _api;
    private readonly TargetsOfEvents _targets;
    private readonly TimeProvider _time;
    private readonly IncidentText _text;
    private readonly EventTexts _texts;
    private readonly string _user;
    private readonly string _account;

    public IncidentHandler(IncidentOptions options, IncidentSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _context = context;
        _time = time;
        _api = new IncidentApi(settings, http, time);
        _targets = new TargetsOfEvents(options, settings, _api, context, time);
        _text = new IncidentText(options, context);
        _texts = new EventTexts("VictorOps", context);
        _user = settings.UserName;
        _account = $"{settings.Url} {settings.ApiId}";
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var action = ActionOf(alert);
        if (action == IncidentAction.None)
            return Delivery.Done;
        if (action is IncidentAction.Create or IncidentAction.Reroute && !_targets.For(alert, out var problem).Any)
            return problem.Length > 0 ? Delivery.Refused(problem) : NoTargets;

        using var turn = await Turns.WaitAsync(KeyOf(alert), cancellationToken).ConfigureAwait(false);
        return await _api.FindAsync(alert, found => ActAsync(action, found, alert, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private IncidentTargets TargetsOf(AlertEvent alert) => _targets.For(alert, out _);

    private string UserOf(AlertEvent alert) => _texts.Of("user-name", alert, _options.UserName, _user).Text;

    private string KeyOf(AlertEvent alert) => $"{_account} {alert.Id}";

    private static string EventOf(AlertEvent alert) => string.Create(CultureInfo.InvariantCulture, $"{alert.UnixNanoseconds} {alert.Level.Text()}");

    private IncidentAction ActionOf(AlertEvent alert)
    {
        if (alert.Level != AlertLevel.Ok)
            return _options.OnProblem;
        return _options.OnRecovery == IncidentAction.Resolve && alert.LeavesIncidentOpen(RecoveryAction.Resolve) ? IncidentAction.Acknowledge : _options.OnRecovery;
    }

    private ValueTask<Delivery> ActAsync(IncidentAction action, FoundIncidents found, AlertEvent alert, CancellationToken cancellationToken)
    {
        var open = found.Open;
        if (open.Count == 0 && OpenedIncidents.Shared.Find(KeyOf(alert)) is { } opened && opened.IsUnlisted(found, _time.GetUtcNow()))
            open = [new Incident(opened.Number, IsAcknowledged: false)];

        return (action, open) switch
        {
            (IncidentAction.Create, []) => TargetsOf(alert).AllAsync(targets => CreateAsync(targets, alert, cancellationToken), cancellationToken),
            (IncidentAction.Create, [var newest, ..]) => UpdateAsync(newest, alert, cancellationToken),
            (_, []) => ValueTask.FromResult(Told("there is no open incident of this alert")),
            (IncidentAction.Reroute, [var newest, ..]) => TargetsOf(alert).AllAsync(targets => RerouteAsync(newest, targets, alert, cancellationToken), cancellationToken),
            (IncidentAction.Acknowledge, _) when open.All(incident => incident.IsAcknowledged) =>
                ValueTask.FromResult(Told($"{Names(open, "is", "are")} acknowledged already")),
            (IncidentAction.Acknowledge, _) => ChangeAsync(action, [.. open.Where(incident => !incident.IsAcknowledged)], alert, cancellationToken),
            _ => ChangeAsync(action, open, alert, cancellationToken),
        };
    }

    private async ValueTask<Delivery> CreateAsync(IReadOnlyList<IncidentTarget> targets, AlertEvent alert, CancellationToken cancellationToken)
    {
        var body = IncidentRequests.Create(_text.SummaryOf(alert), _text.DetailsOf(alert), UserOf(alert), targets, _options.MultiResponder);
        var asked = new OpenedIncident("", EventOf(alert), _time.GetUtcNow(), targets);
        OpenedIncidents.Shared.Remember(KeyOf(alert), asked);
        var delivery = await _api.CreateAsync(body, cancellationToken).ConfigureAwait(false);
        if (delivery.Incident is { } incident)
            OpenedIncidents.Shared.Remember(KeyOf(alert), asked with { Number = incident.Id });
        return delivery;
    }

    // Another level is told where people look; a higher one, which nobody has seen, pages. Whom another handler of the alert did not page, this one does.
    private ValueTask<Delivery> UpdateAsync(Incident open, AlertEvent alert, CancellationToken cancellationToken)
    {
        var opened = OpenedIncidents.Shared.Find(KeyOf(alert));
        if (opened is { Number.Length: 0 })
            OpenedIncidents.Shared.Remember(KeyOf(alert), opened = opened with { Number = open.Number });
        if (opened?.Event != EventOf(alert) && alert.PreviousLevel != AlertLevel.Ok && alert.PreviousLevel != alert.Level && _options.OnRise != IncidentRise.None)
            return TellAsync(open, opened, alert, cancellationToken);

        var known = Told($"incident {open.Number} is open already") with { Incident = IncidentApi.Reference(open.Number) };
        if (opened is not { IsOwn: true } || opened.Number != open.Number)
            return ValueTask.FromResult(known);
        return TargetsOf(alert).NamedAsync(
            named => named.All(opened.Paged.Contains) ? ValueTask.FromResult(known) : PageAsync(open, opened.Paged, known, alert, cancellationToken),
            cancellationToken);
    }

    // The note first: what is tried again must not page twice. What the incident was told already, by this handler or another, it is not told again.
    private ValueTask<Delivery> TellAsync(Incident open, OpenedIncident? opened, AlertEvent alert, CancellationToken cancellationToken)
    {
        if (opened is null || opened.Number != open.Number)
            opened = new OpenedIncident(open.Number, "", _time.GetUtcNow(), []);
        var told = opened.Told is { } last && last.Event == EventOf(alert) ? last : new ToldLevel(EventOf(alert), IsNoted: false, []);
        if (told.IsNoted)
            return PageAgainAsync(open, told, alert, cancellationToken);

        return _api.NoteAsync(open.Number, IncidentRequests.Note(alert, _context.Product), problem =>
        {
            if (problem is not null)
                _context.Log($"incident {open.Number} of '{alert.Id}' gets no note of its level {alert.Level.Text()}: {problem}");
            OpenedIncidents.Shared.Remember(KeyOf(alert), opened with { Told = told with { IsNoted = problem is null } });
            return PageAgainAsync(open, told, alert, cancellationToken);
        }, cancellationToken);
    }

    private ValueTask<Delivery> PageAgainAsync(Incident open, ToldLevel told, AlertEvent alert, CancellationToken cancellationToken)
    {
        var done = Told($"incident {open.Number} was updated with the level") with { Incident = IncidentApi.Reference(open.Number) };
        return alert.Level > alert.PreviousLevel && _options.OnRise == IncidentRise.Reroute
            ? PageAsync(open, told.Paged, done, alert, cancellationToken)
            : ValueTask.FromResult(done);
    }

    // Those who are not paged yet.
    private ValueTask<Delivery> PageAsync(Incident open, IReadOnlyList<IncidentTarget> paged, Delivery nobody, AlertEvent alert, CancellationToken cancellationToken) =>
        TargetsOf(alert).AllAsync(all => all.All(paged.Contains)
            ? ValueTask.FromResult(nobody)
            : RerouteAsync(open, [.. all.Except(paged)], alert, cancellationToken), cancellationToken);

    private async ValueTask<Delivery> RerouteAsync(Incident open, IReadOnlyList<IncidentTarget> targets, AlertEvent alert, CancellationToken cancellationToken)
    {
        var delivery = await _api.RerouteAsync(IncidentRequests.Reroute(open.Number, UserOf(alert), targets), cancellationToken).ConfigureAwait(false);
        if (delivery.Outcome != DeliveryOutcome.Done)
            return delivery;
        if (OpenedIncidents.Shared.Find(KeyOf(alert)) is { } opened && opened.Number == open.Number)
            OpenedIncidents.Shared.Remember(KeyOf(alert), opened.WithPaged(targets, EventOf(alert)));
        return delivery with { Incident = IncidentApi.Reference(open.Number) };
    }

    private async ValueTask<Delivery> ChangeAsync(IncidentAction action, IReadOnlyList<Incident> open, AlertEvent alert, CancellationToken cancellationToken)
    {
        var (verb, done) = action == IncidentAction.Acknowledge ? ("ack", "acknowledged") : ("resolve", "resolved");
        var numbers = open.Select(incident => incident.Number).ToList();
        var body = IncidentRequests.Change(numbers, UserOf(alert), LimitedText.Cut(alert.Message, Limits.StateMessage));

        // A person may have been faster: what counts is how the incidents stand.
        var delivery = await _api.ChangeAsync(verb, body, reason => _api.FindAsync(alert, now =>
        {
            var left = now.Open.Where(still => numbers.Contains(still.Number) && (action != IncidentAction.Acknowledge || !still.IsAcknowledged)).ToList();
            return ValueTask.FromResult(left.Count == 0
                ? Told($"{Names(open, "was", "were")} {done} in the meantime")
                : Delivery.Refused($"VictorOps does not let {Names(left, "be", "be")} {done}: {reason}"));
        }, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (action == IncidentAction.Resolve && delivery.Outcome == DeliveryOutcome.Done)
            OpenedIncidents.Shared.Forget(KeyOf(alert));
        return delivery;
    }

    private static string Names(IReadOnlyList<Incident> incidents, string verbOfOne, string verbOfMany) => incidents.Count == 1
        ? $"incident {incidents[0].Number} {verbOfOne}"
        : $"incidents {string.Join(", ", incidents.Select(incident => incident.Number))} {verbOfMany}";

    private static Delivery Told(string what) => Delivery.Done with { Reply = what };
}
