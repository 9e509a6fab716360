// Takes a key of the demo town with one press, as if it had been chosen from the disk.
const ways = document.getElementById("sign-ways");

async function take({ demoKey, demoSign, demoPassword }) {
  const address = ways.dataset.kind === "document" ? demoSign : demoKey;
  const chosen = new DataTransfer();
  chosen.items.add(new File([await (await fetch(address)).blob()], address.split("/").pop()));
  const file = document.getElementById("key-file");
  file.files = chosen.files;
  file.dispatchEvent(new Event("change"));
  document.getElementById("key-password").value = demoPassword;
  document.getElementById("way-file").open = true;
  document.getElementById("key-open").click();
}

for (const button of document.querySelectorAll("[data-demo-key]")) {
  button.hidden = false;
  button.nextElementSibling.hidden = true; // the name, now on the button
  button.addEventListener("click", () => take(button.dataset));
}
