using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Hosting;

/// <summary>Turns what went wrong with a request into the API's answer. The one place where exceptions of requests end.</summary>
internal sealed class ApiErrors(RequestDelegate next, TimeProvider time, ILogger<ApiErrors> logger)
{
    private const string TryAgainAfterSeconds = "5";

    private readonly Lock _gate = new();
    private LogPauses _pauses;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (ApiException problem)
        {
            await ApiAnswer.ErrorAsync(context, problem.Status, problem.Message).ConfigureAwait(false);
        }
        catch (DefinitionException problem)
        {
            if (problem.Refusal.Kind == RefusalKind.Busy)
                context.Response.Headers.RetryAfter = TryAgainAfterSeconds;
            await AnswerAsync(context, problem.Refusal).ConfigureAwait(false);
        }
        catch (JsonException problem)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"invalid JSON: {problem.Message}").ConfigureAwait(false);
        }
        catch (BadHttpRequestException problem)
        {
            await ApiAnswer.ErrorAsync(context, problem.StatusCode, problem.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception problem) when (problem is StoreException or UnseenPointsException && !context.Response.HasStarted)
        {
            // Neither the request nor the server is to blame, and another time it may work.
            context.Response.Headers.RetryAfter = TryAgainAfterSeconds;
            if (IsToBeLogged(problem, out var unlogged))
                ServerLog.NotStored(logger, context.Request.Method, LoggedAddress.Of(context), unlogged, problem.Message);
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Shown(context, problem)).ConfigureAwait(false);
        }
        catch (OutOfMemoryException problem) when (!context.Response.HasStarted)
        {
            // What this request held is free again: another time, or another request, it works.
            ServerLog.RequestFailed(logger, context.Request.Method, LoggedAddress.Of(context), problem);
            await ApiAnswer.ErrorAsync(
                context, StatusCodes.Status503ServiceUnavailable, "the memory is full: try again, give the server more, or lower the limits in the section 'limits'").ConfigureAwait(false);
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            ServerLog.RequestFailed(logger, context.Request.Method, LoggedAddress.Of(context), problem);
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status500InternalServerError, Shown(context, problem)).ConfigureAwait(false);
        }
    }

    // Senders try again and again: each reason once in ten seconds.
    private bool IsToBeLogged(Exception problem, out long unlogged)
    {
        lock (_gate)
            return _pauses.IsDue(time, problem.Message, out unlogged);
    }

    // It may name files of the server, which are no matter of strangers.
    private static string Shown(HttpContext context, Exception problem) => AccessGuard.IsForStrangers(context)
        ? problem is StoreException ? "the server cannot store anything now: send it again later" : "the request failed, the log of the server says why"
        : problem.Message;

    private static Task AnswerAsync(HttpContext context, Refusal refusal) => ApiAnswer.JsonAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", refusal.Message);
            DiagnosticsJson.Write(writer, "diagnostics", refusal.Diagnostics, refusal.Script is null ? null : new SourceText(refusal.Script));
            ProblemsJson.Write(writer, "problems", refusal.Problems);
            writer.WriteEndObject();
        },
        refusal.Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Busy => StatusCodes.Status429TooManyRequests,
            RefusalKind.Full => StatusCodes.Status507InsufficientStorage,
            RefusalKind.Outdated => StatusCodes.Status412PreconditionFailed,
            _ => StatusCodes.Status500InternalServerError,
        });
}
