using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Points are written; the clock goes on to the times that they have.</summary>
/// <param name="Source">Where to; null for the file's.</param>
/// <param name="Unread">How much of it need be read by no task.</param>
internal sealed record DataStep(ConfigPlace? Place, Dbrp? Source, IReadOnlyList<TimedLines> Lines, UnreadLines Unread = UnreadLines.None) : TestStep(Place);
