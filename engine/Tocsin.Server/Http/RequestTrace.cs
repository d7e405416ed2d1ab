using System.Diagnostics;
using Tocsin.Alerting.Tracing;

namespace Tocsin.Server.Http;

/// <summary>The span of a request that brings something in, as part of the sender's trace where it names one.</summary>
internal static class RequestTrace
{
    /// <summary>Answers requests within a span, where they are traced.</summary>
    /// <param name="name">What such a request is.</param>
    public static RequestDelegate Around(string name, RequestDelegate answer) => context => Traces.IsOn ? AnswerAsync(name, context, () => answer(context)) : answer(context);

    /// <summary>Answers one request within a span, if it is of the sample.</summary>
    public static async Task AnswerAsync(string name, HttpContext context, Func<Task> answer)
    {
        using var span = Traces.BeginRequest(name, context.Request.Headers.TraceParent, context.Request.Headers.TraceState);
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            span?.SetStatus(ActivityStatusCode.Error, problem.Message);
            throw;
        }

        span?.SetTag("http.request.method", context.Request.Method).SetTag("url.path", context.Request.Path.Value).SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span?.SetStatus(ActivityStatusCode.Error);
    }
}
