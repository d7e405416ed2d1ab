using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Whom a handler pages. What VictorOps has to be asked for is kept for a while, as it takes such questions seldom. Safe for any thread.</summary>
internal sealed class IncidentTargets
{
    private static readonly TimeSpan PoliciesAreKept = TimeSpan.FromMinutes(10);

    // VictorOps answers this once a minute.
    private static readonly TimeSpan OnCallIsKept = TimeSpan.FromMinutes(1);

    private readonly IncidentApi _api;
    private readonly HandlerContext _context;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _teams;
    private readonly IReadOnlyList<IncidentTarget> _named;
    private readonly IReadOnlyList<string> _onCall;
    private Known? _policies;
    private Known? _users;

    /// <param name="names">Those who are meant.</param>
    /// <param name="file">A file that knows their slugs; null asks VictorOps.</param>
    public IncidentTargets(IncidentNames names, TeamsFile? file, IncidentApi api, HandlerContext context, TimeProvider time)
    {
        _api = api;
        _context = context;
        _time = time;
        _onCall = names.OnCall;
        _teams = file is null ? names.Teams : [];
        _named = file is null
            ? [.. names.Policies.Select(IncidentTarget.Policy), .. names.Users.Select(IncidentTarget.User)]
            : [.. file.TargetsOf(names).Distinct()];
    }

    /// <summary>False when nobody is named.</summary>
    public bool Any => _teams.Count + _named.Count + _onCall.Count > 0;

    /// <summary>Goes on with those who are named, teams as their policies.</summary>
    public ValueTask<Delivery> NamedAsync(Func<IReadOnlyList<IncidentTarget>, ValueTask<Delivery>> next, CancellationToken cancellationToken)
    {
        if (_teams.Count == 0)
            return next(_named);
        if (_policies is { } known && _time.GetUtcNow() < known.Until)
            return next(known.Targets);

        return _api.PoliciesOfAsync(_teams, policies =>
        {
            var targets = new Known([.. policies.Concat(_named).Distinct()], _time.GetUtcNow() + PoliciesAreKept);
            _policies = targets;
            return next(targets.Targets);
        }, cancellationToken);
    }

    /// <summary>Goes on with those who are named and those who are on call now.</summary>
    public ValueTask<Delivery> AllAsync(Func<IReadOnlyList<IncidentTarget>, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        NamedAsync(named => WithOnCallAsync(named, next, cancellationToken), cancellationToken);

    // Who is named is paged, whether or not VictorOps tells who is on call.
    private async ValueTask<Delivery> WithOnCallAsync(
        IReadOnlyList<IncidentTarget> named, Func<IReadOnlyList<IncidentTarget>, ValueTask<Delivery>> next, CancellationToken cancellationToken)
    {
        if (_onCall.Count == 0)
            return await next(named).ConfigureAwait(false);

        if (_users is not { } known || _time.GetUtcNow() >= known.Until)
        {
            var answer = await _api.OnCallAsync(_onCall, users =>
            {
                _users = new Known([.. users.Select(IncidentTarget.User)], _time.GetUtcNow() + OnCallIsKept);
                return Delivery.Done;
            }, cancellationToken).ConfigureAwait(false);
            if (answer.Outcome != DeliveryOutcome.Done && named.Count == 0)
                return answer;
            if (answer.Outcome != DeliveryOutcome.Done)
                _context.Log($"who is on call for {string.Join(", ", _onCall)} is not known, the others are paged: {answer.Reason}");
        }

        IReadOnlyList<IncidentTarget> all = [.. named.Concat(_users?.Targets ?? []).Distinct()];
        return all.Count > 0
            ? await next(all).ConfigureAwait(false)
            : Delivery.Refused($"VictorOps: nobody is on call for {string.Join(", ", _onCall)}, and nobody else is named: name 'policies', 'teams' or 'users' too");
    }

    private sealed record Known(IReadOnlyList<IncidentTarget> Targets, DateTimeOffset Until);
}
