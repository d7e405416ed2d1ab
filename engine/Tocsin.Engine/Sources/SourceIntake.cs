using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Takes requests of other systems in: credentials, limits, signatures, then what they say is committed, and only then are they answered.
/// Safe for any thread.
/// </summary>
public sealed class SourceIntake
{
    private static readonly TimeSpan PauseWithoutKind = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseWithoutStorage = TimeSpan.FromSeconds(5);

    private readonly SourceServices _services;
    private readonly SourceRegistry _registry;
    private readonly SourceEvents _events;
    private readonly Quarantine _quarantine;

    internal SourceIntake(SourceServices services, SourceRegistry registry, Quarantine quarantine)
    {
        _services = services;
        _quarantine = quarantine;
        _registry = registry;
        _events = new SourceEvents(services);
    }

    /// <summary>Judges a request for <c>/ingest/{id}</c> before its body is read.</summary>
    /// <param name="request">All of it but the body.</param>
    public SourceAdmission Admit(string id, SourceRequest request) =>
        _registry.TryFind(id, out var source) ? Admit([source], request) : new SourceAdmission(SourceAnswer.Of(404));

    /// <summary>Judges a request for an address of another system, see <see cref="SourceKind.StandInPath"/>, before its body is read.</summary>
    /// <param name="path">The path, escaped.</param>
    /// <param name="request">All of it but the body; its <see cref="SourceRequest.Path"/> is set by this call.</param>
    /// <returns>Null when no source of a kind with such a path is defined.</returns>
    public SourceAdmission? AdmitStandIn(string path, ref SourceRequest request)
    {
        List<Source>? found = null;
        foreach (var source in _registry.All)
        {
            if (source.Plan is not { Kind.StandInPath: { Length: > 0 } standIn } || !IsUnder(path, standIn))
                continue;
            if (found is null)
                request = request with { Path = path[standIn.Length..] };
            (found ??= []).Add(source);
        }

        return found is null ? null : Admit(found, request);
    }

    /// <summary>Takes in a request that was admitted, now with its body.</summary>
    public async ValueTask<SourceAnswer> TakeAsync(SourceAdmission admission, SourceRequest request)
    {
        if (admission.Refusal is { } refusal)
            return refusal;

        var isTooLarge = false;
        var refused = new List<(Source Source, string Why)>();
        foreach (var source in admission.Candidates)
        {
            if (source.Plan is not { } plan)
                continue;
            if (request.Body.Length > MostBytesOf(plan))
                isTooLarge = true;
            else if (Verify(source, plan, request, out var why) is { } verified)
            {
                source.Count(static counts => counts with { Admitted = counts.Admitted + 1, RefusedInRow = 0 });
                return await TakeAsync(source, verified, request).ConfigureAwait(false);
            }
            else
            {
                refused.Add((source, why));
            }
        }

        if (isTooLarge)
            return TooLarge(admission);
        foreach (var (source, why) in refused)
            Refuse(source, why, request);
        return RefusalOf(admission.Candidates);
    }

    /// <summary>Answers a request whose body is larger than was admitted, so that nobody read it.</summary>
    public SourceAnswer TooLarge(SourceAdmission admission)
    {
        foreach (var source in admission.Candidates)
            source.Count(counts => counts with { Limited = counts.Limited + 1, LastError = WhyTooLarge(source) });
        return SourceAnswer.Of(413);
    }

    private int MostBytesOf(SourcePlan plan) => plan.Limits.Bytes > 0 ? plan.Limits.Bytes : _services.BodyBytes;

    private string WhyTooLarge(Source source) => source.Plan is { Limits.Bytes: > 0 } plan
        ? $"a body was larger than the {plan.Limits.Bytes} bytes of the source's limits.bytes: raise it if such bodies are wanted"
        : $"a body was larger than the {_services.BodyBytes} bytes of the server's limits.source-bytes: raise it, or set limits.bytes in the source";

    /// <summary>Reads a request of the quarantine again, with its source as it is now; takes it out when it is understood.</summary>
    /// <returns>Why it stays; null when it is understood.</returns>
    public async Task<string?> ReplayAsync(QuarantinedRequest kept)
    {
        if (kept.IsCut)
            return $"only the first {kept.Body.Length} of {kept.BodyLength} bytes of the body were kept";
        if (!_registry.TryFind(kept.Source, out var source) || source.Plan is not { } plan)
            return $"the source '{kept.Source}' is not defined, or does not work: {source?.Problem}".TrimEnd(' ', ':');

        var (_, problem) = await ReadAsync(source, plan, kept.ToRequest(), limiter: null).ConfigureAwait(false);
        if (problem is null)
            await _quarantine.DropAsync(kept.Number).ConfigureAwait(false);
        return problem is null ? null : plan.Secrets.Hide(problem);
    }

    /// <summary>The body of a request of the quarantine as text, without the secrets that its source knows.</summary>
    public string BodyText(QuarantinedRequest kept)
    {
        var text = Encoding.UTF8.GetString(kept.Body.Span);
        return _registry.TryFind(kept.Source, out var source) && source.Plan is { } plan ? plan.Secrets.Hide(text) : text;
    }

    private SourceAdmission Admit(List<Source> sources, SourceRequest request)
    {
        var working = sources.Where(source => source.Plan is not null).ToList();
        foreach (var source in sources)
            source.Count(counts => counts with { Received = counts.Received + 1, LastReceived = request.Received });
        if (working.Count == 0)
            return new SourceAdmission(SourceAnswer.Of(503, PauseWithoutKind));

        var judged = working.ConvertAll(source => (Source: source, Problem: source.Plan?.Auth.ProblemOf(request)));
        var accepted = judged.Where(each => each.Problem is null).Select(each => each.Source).ToList();
        if (accepted.Count > 0)
            return new SourceAdmission(accepted, accepted.Max(source => source.Plan is { } plan ? MostBytesOf(plan) : 0));
        foreach (var (source, problem) in judged)
            Refuse(source, problem ?? "", request);
        return new SourceAdmission(RefusalOf(working));
    }

    private void Refuse(Source source, string why, SourceRequest request)
    {
        if (source.Refuse(why, request.Received))
            SourceLog.Refused(_services.Log, source.Spec.Id, why);
    }

    private static SourceAnswer RefusalOf(IReadOnlyList<Source> sources) => SourceAnswer.Of(sources.FirstOrDefault()?.Plan?.Kind.RefusedStatus ?? 401);

    /// <summary>The form of a source that accepts a request, perhaps the one that took the place of another meanwhile; null when none does.</summary>
    /// <param name="why">Why it does not, without secrets; empty when it does.</param>
    private SourcePlan? Verify(Source source, SourcePlan plan, SourceRequest request, out string why)
    {
        while (ProblemOf(plan, request) is { } problem)
        {
            why = problem;
            if (source.Plan is not { } now || ReferenceEquals(now, plan))
                return null;
            plan = now;
        }

        why = "";
        return plan;
    }

    // The sender of a request that ended the server sends it again.
    private UnderWay BeginCall(SourcePlan plan, SourceRequest request) => plan.Reader is PluginAlertSource { Code: var code }
        ? _services.Guard.BeginCall(code, $"{request.Path} {ForeignCode.VersionOf(request.Body.ToArray())}")
        : default;

    private string? ProblemOf(SourcePlan plan, SourceRequest request)
    {
        using var mark = BeginCall(plan, request);
        try
        {
            return plan.Reader.Verify(request) is { } why ? plan.Secrets.Hide(why) : null;
        }
        catch (Exception error)
        {
            return plan.Secrets.Hide($"{error.GetType().Name}: {error.Message}");
        }
    }

    private async ValueTask<SourceAnswer> TakeAsync(Source source, SourcePlan plan, SourceRequest request)
    {
        if (plan.Limiter is { } limiter && !limiter.TryTake(1, out var retryAfter))
        {
            source.Count(static counts => counts with { Limited = counts.Limited + 1, LastError = "more requests than limits.per-second" });
            return SourceAnswer.Of(plan.Kind.OverloadedStatus, retryAfter);
        }

        try
        {
            var (answer, problem) = await ReadAsync(source, plan, request, plan.AlertLimiter).ConfigureAwait(false);
            if (problem is null)
                return answer;

            // One that was replaced while it read may be disposed of already: that is not a problem of the request.
            var now = source.Plan;
            if (now is null)
                return SourceAnswer.Of(503, PauseWithoutKind);
            if (!ReferenceEquals(now, plan))
            {
                if (Verify(source, now, request, out var why) is { } verified)
                    return await TakeAsync(source, verified, request).ConfigureAwait(false);
                Refuse(source, why, request);
                return RefusalOf([source]);
            }

            await QuarantineAsync(source, plan, request, problem).ConfigureAwait(false);
            return answer;
        }
        catch (Exception error)
        {
            // Nothing of it is acknowledged: the sender comes again.
            SourceLog.NotCommitted(_services.Log, source.Spec.Id, error);
            source.Count(counts => counts with { LastError = error.Message });
            return SourceAnswer.Of(503, PauseWithoutStorage);
        }
    }

    /// <summary>Reads a request and commits what it says.</summary>
    /// <param name="limiter">Lets new alerts in; null for all.</param>
    /// <returns>The answer, and why the request was not understood; null when it was.</returns>
    private async Task<(SourceAnswer Answer, string? Problem)> ReadAsync(Source source, SourcePlan plan, SourceRequest request, SourceLimiter? limiter)
    {
        SourceReading reading;
        try
        {
            using var mark = BeginCall(plan, request);
            reading = plan.Reader.Read(request) ?? throw new InvalidOperationException("the source did not say what the request says");
        }
        catch (Exception error) when (error is FormatException or JsonException or DecoderFallbackException)
        {
            return (SourceAnswer.Of(400), error.Message);
        }
        catch (Exception error)
        {
            return (SourceAnswer.Accepted, $"{error.GetType().Name}: {error.Message}");
        }

        var reply = reading.Reply is { } own ? new SourceAnswer(own) : null;
        if (reading.Problem is { } problem)
            return (reply ?? SourceAnswer.Accepted, problem);
        if (reading.IsTest)
        {
            source.Count(static counts => counts with { Tests = counts.Tests + 1 });
            return (reply ?? SourceAnswer.Of(200), null);
        }

        if (limiter is not null && !limiter.TryTake(_events.CountNew(source, plan, reading), out var retryAfter))
        {
            source.Count(static counts => counts with { Limited = counts.Limited + 1, LastError = "more alerts than limits.alerts-per-minute" });
            return (SourceAnswer.Of(plan.Kind.OverloadedStatus, retryAfter), null);
        }

        var isHeard = await _events.TakeAsync(source, plan, request, reading).ConfigureAwait(false);
        source.Count(static counts => counts with { LastError = "" });
        if (!isHeard && reading.UnheardReply is { } unheard)
            reply = new SourceAnswer(unheard);
        return (reply ?? SourceAnswer.Accepted, null);
    }

    private async Task QuarantineAsync(Source source, SourcePlan plan, SourceRequest request, string problem)
    {
        problem = plan.Secrets.Hide(problem);
        SourceLog.NotUnderstood(_services.Log, source.Spec.Id, problem);
        source.Count(counts => counts with { Quarantined = counts.Quarantined + 1, LastError = problem });
        await _quarantine.AddAsync(source.Spec.Id, plan, request, problem).ConfigureAwait(false);
    }

    private static bool IsUnder(string path, string standIn) =>
        standIn.EndsWith('/') ? path.StartsWith(standIn, StringComparison.Ordinal) : path == standIn;
}
