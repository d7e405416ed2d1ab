using System.Collections.Concurrent;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>The other end of a <see cref="Child"/>: makes the one handler of this process and calls it until the server closes the pipe.</summary>
public sealed class IsolatedRun
{
    private static readonly TimeSpan LookAtProblem = TimeSpan.FromSeconds(2);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Func<IsolatedSpec, HandlerKinds> _kinds;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _calls = new();
    private IAlertHandler? _handler;
    private string _problem = "";

    /// <param name="kinds">Answers with the kinds of handlers there are, that of the handler among them.</param>
    public IsolatedRun(Stream input, Stream output, Func<IsolatedSpec, HandlerKinds> kinds)
    {
        _input = input;
        _output = output;
        _kinds = kinds;
    }

    /// <summary>Ends when the server closes the pipe. Calls may still run then: nobody waits for them.</summary>
    public async Task RunAsync()
    {
        if (await Wire.ReadAsync<ToChild>(_input).ConfigureAwait(false) is not { Make: { } spec })
            throw new InvalidDataException("the handler to make has to come first");
        var error = Make(spec);
        await SendAsync(new FromChild { Made = new WireMade(error) }).ConfigureAwait(false);
        if (_handler is not { } handler)
            return;
        using var looking = new Timer(_ => _ = TellProblemAsync(), null, LookAtProblem, LookAtProblem);
        while (await Wire.ReadAsync<ToChild>(_input).ConfigureAwait(false) is { } message)
        {
            if (message.Call is { } call)
                Begin(handler, call);
            if (message.Cancel is { } number && _calls.TryGetValue(number, out var cancellation))
                await cancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    private string? Make(IsolatedSpec spec)
    {
        try
        {
            var sections = ConfigWire.Read(spec.Sections) as ConfigMap ?? ConfigMap.Empty;
            var clients = new OutgoingClients(new OutgoingGuard(new OutgoingOptions { Deny = spec.Deny, Allow = spec.Allow }));
            var services = new HandlerServices
            {
                Sections = new ServiceSections(sections),
                Http = clients.Http,
                Clients = clients,
            };
            var order = new HandlerOrder(new HandlerTarget("", spec.HandlerId), spec.Kind, FilledOptions.AsWritten(ConfigWire.Read(spec.Options)))
            {
                Id = spec.HandlerId,
                Log = line => _ = SendAsync(new FromChild { Log = line }),
            };
            var kinds = _kinds(spec);
            var maker = new HandlerMaker(() => kinds, services, new HandlerContext { Hostname = spec.Hostname, ServerUrl = spec.ServerUrl }, CrashGuard.None);
            return maker.TryMake(order, out _handler, out var refusal) ? null : refusal.Message;
        }
        catch (Exception e)
        {
            // Whatever it is, the server shall hear it and not only that this process has ended.
            return string.IsNullOrWhiteSpace(e.Message) ? e.GetType().Name : e.Message;
        }
    }

    // On a thread of its own: a handler that blocks must not keep what ends it from being read.
    private void Begin(IAlertHandler handler, WireCall call)
    {
        var cancellation = _calls[call.Number] = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            var delivery = await DeliverAsync(handler, call, cancellation.Token).ConfigureAwait(false);
            _calls.TryRemove(call.Number, out _);
            await TellProblemAsync().ConfigureAwait(false);
            await SendAsync(new FromChild { Delivery = WireDelivery.Of(call.Number, delivery) }).ConfigureAwait(false);
        });
    }

    private static async Task<Delivery> DeliverAsync(IAlertHandler handler, WireCall call, CancellationToken cancellationToken)
    {
        try
        {
            var alert = EventCodec.Read(call.Event) with { IdempotencyKey = call.Key };
            return await handler.DeliverAsync(alert, cancellationToken).ConfigureAwait(false) ?? Delivery.Retry("The handler did not say what became of the event.");
        }
        catch (Exception e)
        {
            return Delivery.Retry(string.IsNullOrWhiteSpace(e.Message) ? e.GetType().Name : e.Message);
        }
    }

    private async Task TellProblemAsync()
    {
        var problem = (_handler as IHandlerCondition)?.Problem ?? "";
        if (Interlocked.Exchange(ref _problem, problem) != problem)
            await SendAsync(new FromChild { Problem = problem }).ConfigureAwait(false);
    }

    private async Task SendAsync(FromChild message)
    {
        var packed = Wire.Pack(message);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _output.WriteAsync(packed).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The server is gone, and closes the pipe by that.
        }
        finally
        {
            _writing.Release();
        }
    }
}
