using System.Net;
using System.Text;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Plays the other side of all handlers: answers as it was told, and that all is well beyond that. Safe for any number of threads.</summary>
/// <param name="time">The clock by which answers come late.</param>
internal sealed class AnswerScript(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HandlerTarget, Queue<ScriptedAnswer>> _next = [];
    private readonly HashSet<TaskCompletionSource> _waiting = [];

    /// <summary>Requests that wait for an answer: one that comes later, or none.</summary>
    public int Silent
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Gives the next requests of a handler their answers, after those that it has.</summary>
    public void Add(HandlerTarget handler, IEnumerable<ScriptedAnswer> answers)
    {
        lock (_gate)
        {
            if (!_next.TryGetValue(handler, out var queue))
                _next.Add(handler, queue = new Queue<ScriptedAnswer>());
            foreach (var answer in answers)
                queue.Enqueue(answer);
        }
    }

    /// <summary>Handlers with answers that nothing has asked for, with their number.</summary>
    public IReadOnlyList<(HandlerTarget Handler, int Count)> Unused()
    {
        lock (_gate)
            return [.. _next.Where(entry => entry.Value.Count > 0).Select(entry => (entry.Key, entry.Value.Count))];
    }

    /// <summary>Answers a request as the other side would.</summary>
    /// <param name="handler">Who makes it; null for a node.</param>
    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, HandlerTarget? handler, CancellationToken cancellationToken)
    {
        var answer = Next(handler);
        await WaitAsync(answer, cancellationToken).ConfigureAwait(false);
        return ReplyOf(answer, request);
    }

    /// <summary>The same for a node, whose task stands still until it has its answer: the clock does too, so what takes too long has done so already.</summary>
    /// <exception cref="OperationCanceledException">There is no answer.</exception>
    public HttpResponseMessage AnswerAtOnce(HttpRequestMessage request, HandlerTarget node) =>
        Next(node) is { IsSilent: false } answer ? ReplyOf(answer, request) : throw new OperationCanceledException("no answer");

    private static HttpResponseMessage ReplyOf(ScriptedAnswer answer, HttpRequestMessage request)
    {
        if (answer.Status == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"Connection refused ({request.RequestUri?.Authority})");
        var reply = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StringContent(answer.Body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in answer.Headers)
            _ = reply.Headers.TryAddWithoutValidation(name, value) || reply.Content.Headers.TryAddWithoutValidation(name, value);
        return reply;
    }

    public async ValueTask<Delivery> AnswerUnseenAsync(HandlerTarget handler, CancellationToken cancellationToken)
    {
        var answer = Next(handler);
        await WaitAsync(answer, cancellationToken).ConfigureAwait(false);
        return answer.Status == 0 ? Delivery.Retry("Connection refused") : Delivery.FromStatus((HttpStatusCode)answer.Status, answer == ScriptedAnswer.Well ? null : answer.Body);
    }

    private ScriptedAnswer Next(HandlerTarget? handler)
    {
        lock (_gate)
            return handler is { } known && _next.TryGetValue(known, out var queue) && queue.TryDequeue(out var answer) ? answer : ScriptedAnswer.Well;
    }

    /// <summary>Ends all waits as a connection that breaks.</summary>
    public void EndSilence()
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var wait in waiting)
            wait.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError, "Connection reset"));
    }

    // Who waits counts until the wait is broken off, in the call that does so: the work after that is none that waits.
    private async ValueTask WaitAsync(ScriptedAnswer answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSilent && answer.After <= TimeSpan.Zero)
            return;
        var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting.Add(wait);
        using (answer.IsSilent ? null : time.CreateTimer(_ => Answer(wait), null, answer.After, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(_ => End(wait, cancellationToken), null))
            await wait.Task.ConfigureAwait(false);
    }

    private void Answer(TaskCompletionSource wait)
    {
        lock (_gate)
            _waiting.Remove(wait);
        wait.TrySetResult();
    }

    private void End(TaskCompletionSource wait, CancellationToken cancellationToken)
    {
        lock (_gate)
            _waiting.Remove(wait);
        wait.TrySetCanceled(cancellationToken);
    }
}
