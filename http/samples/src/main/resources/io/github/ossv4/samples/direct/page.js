'use strict';

/** The paused uploads of earlier pages, which wait for their file. */
const pausedUploads = new Set();

/** Resumes the upload of each file, or starts one. */
function choose(files) {
  // A form shows how OSS rejects what the page does not check.
  const checked = document.getElementById('simulate').value !== 'unchecked';
  for (const file of files) {
    const paused = [...pausedUploads].find((upload) => upload.isOf(file));
    if (paused) {
      pausedUploads.delete(paused);
      paused.resume(file);
    } else if (checked && file.size > MAX_FORM_SIZE) {
      new PartsUpload(file.name, file.size, file).start();
    } else {
      new FormUpload(file).start();
    }
  }
}

/** Shows the uploads of earlier pages. */
async function restore() {
  const list = await callServer('GET', 'uploads', new AbortController().signal);
  document.body.classList.toggle('emulated', list.emulator);
  for (const saved of list.uploads) {
    if (saved.result) {
      new Upload(saved.name, Number(saved.result.size ?? saved.size)).showSaved(saved);
    } else {
      const upload = new PartsUpload(saved.name, saved.size, null, saved);
      pausedUploads.add(upload);
      upload.showPaused();
    }
  }
}

const input = document.getElementById('files');
input.addEventListener('change', () => {
  choose(input.files);
  input.value = '';
});

const drop = document.getElementById('drop');
drop.addEventListener('dragover', () => drop.classList.add('over'));
drop.addEventListener('dragleave', (event) => {
  if (!drop.contains(event.relatedTarget)) drop.classList.remove('over');
});
drop.addEventListener('drop', (event) => {
  drop.classList.remove('over');
  choose(event.dataTransfer.files);
});
// A file dropped outside the drop area would replace the page and stop its uploads.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => {
    event.preventDefault();
    if (!drop.contains(event.target)) event.dataTransfer.dropEffect = 'none';
  });
}

// Without the list the page still works.
restore().catch((error) => announce(error.message));
