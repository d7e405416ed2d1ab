namespace Tocsin.Alerting.Crashes;

/// <summary>A death of the process with which something foreign may have to do.</summary>
/// <param name="Mark">What was under way. Without an event it is known, or likely, that the code is to blame, whatever the event.</param>
/// <param name="At">When the next start noticed.</param>
internal sealed record Strike(Mark Mark, DateTimeOffset At);
