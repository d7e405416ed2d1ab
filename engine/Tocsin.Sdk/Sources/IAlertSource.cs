namespace Tocsin.Sdk.Sources;

/// <summary>
/// Turns requests of another system into alerts. One instance serves one source definition and is called by several threads at once; it
/// keeps no state and waits for nothing: all that a reading says is committed by the engine before the sender is answered.
/// </summary>
public interface IAlertSource
{
    /// <summary>
    /// Says whether a request comes from who it says it does, over the raw bytes: signatures of the system the source is for. Passwords in
    /// headers and addresses are checked by the engine, by the definition's <c>auth</c>.
    /// </summary>
    /// <returns>Null to accept; otherwise why not, without secrets, for the server's log: the sender learns nothing.</returns>
    string? Verify(SourceRequest request) => null;

    /// <summary>Reads a request that was accepted. Called again with the same request when an operator replays it from the quarantine.</summary>
    /// <exception cref="FormatException">
    /// The body is malformed, as is what a <see cref="System.Text.Json.JsonException"/> tells: it is kept in the quarantine as with
    /// <see cref="SourceReading.Unreadable"/>, but answered with 400.
    /// </exception>
    SourceReading Read(SourceRequest request);
}
