// Appends a line for each event to a file of the day, and counts them.
var n = (int)State.AddOrUpdate("count", 1, (_, old) => (int)old! + 1)!;
var file = Path.Combine(Options["folder"], $"{Alert.Time:yyyy-MM-dd}.txt");

Directory.CreateDirectory(Options["folder"]);
await File.AppendAllTextAsync(file, $"{n} {Alert.Time:HH:mm:ss} {Alert.Level.Text()} {Alert.Id}\n", Cancellation);
