using System.Text;
using System.Text.Json;
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

    internal SourceIntake(SourceServices services, SourceRegistry registry)
    {
        _services = services;
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
        foreach (var source in admission.Candidates)
        {
            if (source.Plan is not { } plan)
                continue;
            if (request.Body.Length > plan.Limits.Bytes)
                isTooLarge = true;
            else if (IsVerified(source, plan, request))
                return await TakeAsync(source, plan, request).ConfigureAwait(false);
        }

        return isTooLarge ? TooLarge(admission) : Refused(admission.Candidates);
    }

    /// <summary>Answers a request whose body is larger than was admitted, so that nobody read it.</summary>
    public SourceAnswer TooLarge(SourceAdmission admission)
    {
        foreach (var source in admission.Candidates)
            source.Count(counts => counts with { Limited = counts.Limited + 1, LastError = "a body was larger than limits.bytes" });
        return SourceAnswer.Of(413);
    }

    private SourceAdmission Admit(List<Source> sources, SourceRequest request)
    {
        var working = sources.Where(source => source.Plan is not null).ToList();
        foreach (var source in sources)
            source.Count(counts => counts with { Received = counts.Received + 1, LastReceived = request.Received });
        if (working.Count == 0)
            return new SourceAdmission(SourceAnswer.Of(503, PauseWithoutKind));

        var accepted = working.Where(source => source.Plan is { } plan && plan.Auth.Accepts(request)).ToList();
        if (accepted.Count == 0)
            return new SourceAdmission(Refused(working));
        return new SourceAdmission(accepted, accepted.Max(source => source.Plan?.Limits.Bytes ?? 0));
    }

    private SourceAnswer Refused(IReadOnlyList<Source> sources)
    {
        foreach (var source in sources)
            source.Count(static counts => counts with { Refused = counts.Refused + 1 });
        return SourceAnswer.Of(sources.FirstOrDefault()?.Plan?.Kind.RefusedStatus ?? 401);
    }

    private bool IsVerified(Source source, SourcePlan plan, SourceRequest request)
    {
        string? why;
        try
        {
            why = plan.Reader.Verify(request);
        }
        catch (Exception error)
        {
            why = $"{error.GetType().Name}: {error.Message}";
        }

        if (why is null)
            return true;
        SourceLog.Refused(_services.Log, source.Spec.Id, why);
        source.Count(counts => counts with { LastError = why });
        return false;
    }

    private async ValueTask<SourceAnswer> TakeAsync(Source source, SourcePlan plan, SourceRequest request)
    {
        if (plan.Limiter is { } limiter && !limiter.TryTake(out var retryAfter))
        {
            source.Count(static counts => counts with { Limited = counts.Limited + 1, LastError = "more requests than limits.per-second" });
            return SourceAnswer.Of(plan.Kind.OverloadedStatus, retryAfter);
        }

        try
        {
            return await ReadAsync(source, plan, request).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Nothing of it is acknowledged: the sender comes again.
            SourceLog.NotCommitted(_services.Log, source.Spec.Id, error);
            source.Count(counts => counts with { LastError = error.Message });
            return SourceAnswer.Of(503, PauseWithoutStorage);
        }
    }

    private async Task<SourceAnswer> ReadAsync(Source source, SourcePlan plan, SourceRequest request)
    {
        SourceReading reading;
        try
        {
            reading = plan.Reader.Read(request) ?? throw new InvalidOperationException("the source did not say what the request tells");
        }
        catch (Exception error) when (error is FormatException or JsonException or DecoderFallbackException)
        {
            return await QuarantineAsync(source, request, error.Message, SourceAnswer.Of(400)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return await QuarantineAsync(source, request, $"{error.GetType().Name}: {error.Message}", SourceAnswer.Accepted).ConfigureAwait(false);
        }

        var reply = reading.Reply is { } own ? new SourceAnswer(own) : null;
        if (reading.Problem is { } problem)
            return await QuarantineAsync(source, request, problem, reply ?? SourceAnswer.Accepted).ConfigureAwait(false);
        if (reading.IsTest)
        {
            source.Count(static counts => counts with { Tests = counts.Tests + 1 });
            return reply ?? SourceAnswer.Of(200);
        }

        await _events.TakeAsync(source, plan, request, reading).ConfigureAwait(false);
        return reply ?? SourceAnswer.Accepted;
    }

    private Task<SourceAnswer> QuarantineAsync(Source source, SourceRequest request, string problem, SourceAnswer answer)
    {
        _ = request;
        SourceLog.NotUnderstood(_services.Log, source.Spec.Id, problem);
        source.Count(counts => counts with { Quarantined = counts.Quarantined + 1, LastError = problem });
        return Task.FromResult(answer);
    }

    private static bool IsUnder(string path, string standIn) =>
        standIn.EndsWith('/') ? path.StartsWith(standIn, StringComparison.Ordinal) : path == standIn;
}
